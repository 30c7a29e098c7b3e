/** What goes to `/messages`, without the address. */
export type Content =
  | { readonly type: 'text'; readonly text: { readonly preview_url: false; readonly body: string } }
  | { readonly type: 'interactive'; readonly interactive: Buttons | List | LinkButton }
  | {
      readonly type: 'document';
      readonly document: { readonly link: string; readonly filename: string; readonly caption?: string };
    }
  | {
      readonly type: 'template';
      readonly template: { readonly name: string; readonly language: { readonly code: string } };
    };

interface Body {
  readonly text: string;
}

export interface Buttons {
  readonly type: 'button';
  readonly body: Body;
  readonly action: {
    readonly buttons: readonly {
      readonly type: 'reply';
      readonly reply: { readonly id: string; readonly title: string };
    }[];
  };
}

export interface List {
  readonly type: 'list';
  readonly body: Body;
  readonly action: { readonly button: string; readonly sections: readonly [{ readonly rows: readonly Row[] }] };
}

export interface Row {
  readonly id: string;
  readonly title: string;
  readonly description?: string;
}

export interface LinkButton {
  readonly type: 'cta_url';
  readonly body: Body;
  readonly action: {
    readonly name: 'cta_url';
    readonly parameters: { readonly display_text: string; readonly url: string };
  };
}

/** A number exactly as received goes to `to`, a business-scoped id to `recipient`. */
export type Address = { readonly to: string } | { readonly recipient: string };

/** A whole message. `biz_opaque_callback_data` comes back in its statuses. */
export type Payload = Content &
  Address & {
    readonly messaging_product: 'whatsapp';
    readonly recipient_type: 'individual';
    readonly biz_opaque_callback_data: string;
  };

/** A message as it was made of the log, before it has an address. */
export interface Outgoing {
  readonly content: Content;
  /** The same in plain words, for people whom this kind of message cannot reach. */
  readonly plain: string;
  /** The entries of the log it shows. */
  readonly seqs: readonly number[];
  /** Its place among the messages of its turn, from 0. */
  readonly part: number;
}

/** Plain words; links in them are shown without a preview, which would fetch them. */
export const textContent = (body: string): Content => ({ type: 'text', text: { preview_url: false, body } });
