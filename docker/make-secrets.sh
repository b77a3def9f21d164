#!/bin/sh
# Makes the secrets that compose.yaml reads, in docker/secrets/, once: what is there stays.
# The folder is closed to others; the files in it are readable, because containers read them as users of their own.
set -eu
cd "$(dirname "$0")"
mkdir -p secrets
chmod 0700 secrets

random() { od -An -N32 -tx1 /dev/urandom | tr -d ' \n'; }
fernet_key() { head -c 32 /dev/urandom | base64 | tr '+/' '-_'; }

keep() {
    [ -s "secrets/$1" ] || printf '%s\n' "$2" > "secrets/$1"
    chmod 0444 "secrets/$1"
}

keep secret_key "$(random)"
keep api_token_pepper_1 "$(random)"
keep db_password "$(random)"
keep redis_password "$(random)"
keep superuser_password "$(random)"
keep flower_basic_auth "admin:$(random)"
keep proxbox_encryption_keys "$(fernet_key)"
keep proxbox_api_key "$(random)"
keep proxbox_api_encryption_key "$(random)"
echo "The secrets are in $(pwd)/secrets. Keep a copy of proxbox_encryption_keys in a safe place."
