"""Where readings come from: records, the HTTP door, the retry policy, a folder for each source. No Django in here."""
