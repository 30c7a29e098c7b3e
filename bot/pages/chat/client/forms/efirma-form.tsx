import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { type Chosen, noFiles } from '../../../forms/client/efirma-files.ts';
import type { FormProps } from './form-panel.tsx';
import { SigningForm } from './signing-form.tsx';
import { UploadForm } from './upload-form.tsx';

/**
 * Opens the e.firma on this device and sends a signature. Where the browser gives no cryptography (a page that came
 * over plain http) it says so and offers the upload instead.
 */
export function EfirmaForm(props: FormProps): JSX.Element {
  const [chosen, setChosen] = useState<Chosen>(noFiles);
  const Way = globalThis.crypto?.subtle === undefined ? UploadForm : SigningForm;
  return <Way {...props} chosen={chosen} onChoose={setChosen} />;
}

/** What both ways are given beside the rest: the files, which stay chosen after a refusal. */
export interface EfirmaFormProps extends FormProps {
  readonly chosen: Chosen;
  readonly onChoose: (chosen: Chosen) => void;
}
