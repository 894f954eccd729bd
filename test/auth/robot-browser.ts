/** A person with a browser, as far as forms go: keeps cookies, follows redirects, fills in and submits forms. */
export class RobotBrowser {
  readonly #cookies = new Map<string, string>();

  /** Goes on from the address until a page has no form; gives that page. */
  async visit(address: string, act: (page: string) => "submit" | "abort" = () => "submit"): Promise<string> {
    let page = await this.#open(address);
    for (let step = 0; step < 12; step++) {
      const form = /<form\b[^>]*>([\s\S]*?)<\/form>/i.exec(page.text);
      if (!form) return page.text;
      if (act(page.text) === "abort") {
        const link = /href="([^"]*\/abort)"/.exec(page.text)?.[1];
        if (!link) throw new Error("The page cannot be aborted.");
        return (await this.#open(new URL(link, page.url).href)).text;
      }
      const action = /\baction="([^"]*)"/i.exec(form[0])?.[1] ?? page.url;
      const fields = new URLSearchParams();
      for (const [input] of (form[1] ?? "").matchAll(/<input\b[^>]*>/gi)) {
        const name = /\bname="([^"]*)"/i.exec(input)?.[1];
        if (name) fields.set(name, /\bvalue="([^"]*)"/i.exec(input)?.[1] ?? "ada");
      }
      if (/name="confirm"/.test(page.text)) fields.set("confirm", "yes");
      page = await this.#open(new URL(action, page.url).href, fields);
    }
    throw new Error("The forms do not end.");
  }

  async #open(address: string, fields?: URLSearchParams): Promise<{ url: string; text: string }> {
    let url = address;
    let body = fields;
    for (let redirects = 0; redirects < 10; redirects++) {
      const response = await fetch(url, {
        method: body ? "POST" : "GET",
        body,
        redirect: "manual",
        headers: { cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ") },
      });
      for (const cookie of response.headers.getSetCookie()) {
        const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
        this.#cookies.set(name, value);
      }
      const location = response.headers.get("location");
      if (location === null) return { url, text: await response.text() };
      url = new URL(location, url).href;
      body = undefined;
    }
    throw new Error("The redirects do not end.");
  }
}
