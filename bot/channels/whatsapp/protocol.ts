/** What the Cloud API allows and promises (Meta's documentation of 2026). Durations are milliseconds. */
export const protocol = {
  /** A text message, in characters. */
  textMaxChars: 4096,
  /** The words above buttons, a list or a link. */
  interactiveBodyMaxChars: 1024,
  captionMaxChars: 1024,
  maxButtons: 3,
  buttonTitleMaxChars: 20,
  buttonIdMaxChars: 256,
  maxRows: 10,
  rowTitleMaxChars: 24,
  rowDescriptionMaxChars: 72,
  rowIdMaxChars: 200,
  /** The label that opens a list, and that of a link. */
  labelMaxChars: 20,
  fileNameMaxChars: 240,
  callbackMaxChars: 512,
  /** How long after a person's message anything but a template may be sent. */
  windowMs: 24 * 60 * 60_000,
} as const;

/** Characters as WhatsApp counts them: code points. */
export const lengthOf = (text: string): number => [...text].length;
