// A browser starts no Worker from a file. The search of these pages needs one, so it runs in a hidden frame instead.
if (location.protocol === 'file:') {
  window.Worker = class extends EventTarget {
    constructor(address) {
      super();
      const frame = document.createElement('iframe');
      frame.hidden = true;
      document.body.append(frame);
      this.inside = frame.contentWindow;
      this.inside.postMessage = data => this.dispatchEvent(new MessageEvent('message', {data}));
      this.loaded = new Promise(loaded => {
        const script = frame.contentDocument.createElement('script');
        script.src = address;
        script.onload = loaded;
        frame.contentDocument.body.append(script);
      });
    }

    async postMessage(data) {
      await this.loaded;
      this.inside.dispatchEvent(new MessageEvent('message', {data}));
    }

    terminate() {}
  };
}
