import type { FormPlace } from '../../../dialogs/input.ts';
import type { SecureForm } from '../../../services/secure-forms/secure-form.ts';
import type { Standing } from '../../turns/standing.ts';

/** The place a form was made for, as the turn compares it. */
export const placeOf = ({ procedure, step, folio }: SecureForm): FormPlace => ({
  procedure,
  step,
  ...(folio === undefined ? {} : { folio }),
});

/**
 * Whether the conversation still waits for what the form asks. The same question may have been asked again meanwhile; an
 * answer to it is as good.
 */
export const stillWaits = (form: SecureForm, standing: Standing | undefined): standing is Standing =>
  standing !== undefined &&
  standing.procedure === form.procedure &&
  standing.step === form.step &&
  standing.folio === form.folio &&
  standing.form?.kind === form.form.kind;
