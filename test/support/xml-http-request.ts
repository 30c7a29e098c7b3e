/** As much of XMLHttpRequest as rxjs' `ajax` uses, on `fetch`, so that the stock Direct Line client runs under Node. */
export class FetchXmlHttpRequest {
  readyState = 0;
  status = 0;
  response: unknown = null;
  responseText = '';
  responseType = '';
  timeout = 0;
  withCredentials = false;
  readonly upload = {};
  onreadystatechange: ((event: object) => void) | null = null;
  ontimeout: ((event: object) => void) | null = null;
  onerror: ((event: object) => void) | null = null;
  private method = 'GET';
  private url = '';
  private readonly headers = new Headers();
  private readonly controller = new AbortController();
  private answer = new Headers();

  open(method: string, url: string): void {
    this.method = method;
    this.url = url;
    this.readyState = 1;
  }

  setRequestHeader(name: string, value: string): void {
    this.headers.set(name, value);
  }

  getAllResponseHeaders(): string {
    return [...this.answer].map(([name, value]) => `${name}: ${value}`).join('\r\n');
  }

  getResponseHeader(name: string): string | null {
    return this.answer.get(name);
  }

  send(body?: string | FormData): void {
    this.run(body).catch(() => {
      if (this.controller.signal.aborted) return;
      this.readyState = 4;
      this.onerror?.({ type: 'error' });
    });
  }

  abort(): void {
    this.controller.abort();
  }

  private async run(body: string | FormData | undefined): Promise<void> {
    const { method, headers, controller } = this;
    const answer = await fetch(this.url, { method, headers, signal: controller.signal, ...(body && { body }) });
    const bytes = await answer.arrayBuffer();
    this.status = answer.status;
    this.answer = answer.headers;
    this.responseText = new TextDecoder().decode(bytes);
    this.response = this.responseType === 'arraybuffer' ? bytes : parsed(this.responseText);
    this.readyState = 4;
    this.onreadystatechange?.({ type: 'readystatechange' });
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
