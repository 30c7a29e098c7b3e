import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { type Chosen, place, type Slot } from '../../../forms/client/efirma-files.ts';
import { Icon } from '../icons.tsx';
import { useText } from '../texts.ts';
import { FieldError } from './secret-field.tsx';

export interface FilePickerProps {
  readonly chosen: Chosen;
  readonly onChoose: (chosen: Chosen) => void;
  readonly isDisabled: boolean;
  /** What is wrong with a file, in words. */
  readonly errors: Record<Slot, string | undefined>;
}

/** Two file fields that are one place to drop both files. Files go where their names say. */
export function FilePicker({ chosen, onChoose, isDisabled, errors }: FilePickerProps): JSX.Element {
  const t = useText();
  const [isOver, setOver] = useState(false);
  const take = (files: FileList | null | undefined, slot?: Slot) => onChoose(place(chosen, [...(files ?? [])], slot));
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the fields inside are the first
    <div
      class={isOver ? 'drop over' : 'drop'}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        if (!isDisabled) take(event.dataTransfer?.files);
      }}
    >
      <p>{t('chat.efirma.drop')}</p>
      {(['certificate', 'key'] as const).map((slot) => (
        <FileField
          key={slot}
          slot={slot}
          file={chosen[slot]}
          error={errors[slot]}
          isDisabled={isDisabled}
          onFiles={(files) => take(files, slot)}
        />
      ))}
    </div>
  );
}

interface FileFieldProps {
  readonly slot: Slot;
  readonly file: File | undefined;
  readonly error: string | undefined;
  readonly isDisabled: boolean;
  readonly onFiles: (files: FileList | null) => void;
}

/** No `accept`: phones do not know these endings and would grey the files out. */
function FileField({ slot, file, error, isDisabled, onFiles }: FileFieldProps): JSX.Element {
  const t = useText();
  const id = `efirma-${slot}`;
  return (
    <div class={error === undefined ? 'field file-field' : 'field file-field wrong'}>
      <input
        id={id}
        type="file"
        multiple
        disabled={isDisabled}
        aria-invalid={error !== undefined}
        aria-describedby={error === undefined ? `${id}-name` : `${id}-error ${id}-name`}
        onChange={(event) => {
          onFiles(event.currentTarget.files);
          event.currentTarget.value = '';
        }}
      />
      <label for={id}>
        <Icon name={file === undefined ? 'file' : 'check'} />
        <span>
          {t(`chat.efirma.${slot}`)}
          <small id={`${id}-name`}>{file?.name ?? t('chat.efirma.none')}</small>
          <b aria-hidden="true">{t(file === undefined ? 'chat.efirma.choose' : 'chat.efirma.change')}</b>
        </span>
      </label>
      {error !== undefined && <FieldError id={`${id}-error`} text={error} />}
    </div>
  );
}
