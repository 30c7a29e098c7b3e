import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { fieldOf, type SignFailure, textOf } from '../../../forms/client/efirma-failures.ts';
import { noFiles } from '../../../forms/client/efirma-files.ts';
import { checkFiles } from '../../../forms/client/sign-files.ts';
import { useText } from '../texts.ts';
import type { EfirmaFormProps } from './efirma-form.tsx';
import { FilePicker } from './file-picker.tsx';
import { Submit } from './password-form.tsx';
import { FieldError } from './secret-field.tsx';

/** For browsers that cannot open a key: says so, and sends the two files if the person agrees. */
export function UploadForm({ chat, options, isDisabled, onSent, chosen, onChoose }: EfirmaFormProps): JSX.Element {
  const t = useText();
  const [failure, setFailure] = useState<SignFailure>();
  const error = failure === undefined ? undefined : t(textOf(failure));
  const field = failure === undefined ? undefined : fieldOf(failure);

  function submit(event: Event): void {
    event.preventDefault();
    const files = checkFiles(chosen, options.fileMaxBytes);
    setFailure(files.ok ? undefined : files.reason);
    if (!files.ok) return;
    chat.sendFiles([files.certificate, files.key]);
    onChoose(noFiles);
    onSent();
  }

  return (
    <form onSubmit={submit} noValidate method="post">
      <p class="promise">{t('chat.efirma.upload.explain')}</p>
      <p>{t('chat.efirma.upload.consent')}</p>
      <FilePicker
        chosen={chosen}
        onChoose={onChoose}
        isDisabled={isDisabled}
        errors={{
          certificate: field === 'certificate' ? error : undefined,
          key: field === 'key' ? error : undefined,
        }}
      />
      {field === 'form' && error !== undefined && <FieldError id="efirma-error" text={error} />}
      <Submit text={t('chat.efirma.upload.submit')} isDisabled={isDisabled} />
    </form>
  );
}
