import { ActivityHandler, ConversationState, MemoryStorage, type TurnContext, UserState } from 'botbuilder-core';
import {
  ChoicePrompt,
  ComponentDialog,
  ConfirmPrompt,
  DialogSet,
  DialogTurnStatus,
  type PromptValidatorContext,
  TextPrompt,
  WaterfallDialog,
} from 'botbuilder-dialogs';

const spanish = 'es-mx';
const choices = ['Recuperar mi cuenta', 'Consultar un folio', 'Salir'];
const curpShape = /[A-Z]{4}\d{6}[A-Z]{6}[A-Z\d]\d/;
const emailShape = /[^\s@]+@[^\s@]+\.[a-z]{2,}/i;

/** The recovery as botbuilder's own documentation would have it written: one waterfall of seven prompts. */
class RecoveryDialog extends ComponentDialog {
  constructor() {
    super('recovery');
    const agree = (test: (text: string, given: unknown) => boolean) => async (prompt: PromptValidatorContext<string>) =>
      prompt.recognized.succeeded && test(prompt.recognized.value ?? '', prompt.options.validations);
    this.addDialog(new ChoicePrompt('menu', undefined, spanish));
    this.addDialog(
      new TextPrompt(
        'curp',
        agree((text) => curpShape.test(text.toUpperCase())),
      ),
    );
    this.addDialog(
      new TextPrompt(
        'email',
        agree((text) => emailShape.test(text)),
      ),
    );
    this.addDialog(
      new TextPrompt(
        'again',
        agree((text, given) => text.trim() === given),
      ),
    );
    this.addDialog(
      new TextPrompt(
        'password',
        agree((text) => text.length >= 8 && /\d/.test(text)),
      ),
    );
    this.addDialog(new ConfirmPrompt('confirm', undefined, spanish));
    this.addDialog(
      new WaterfallDialog<Record<string, string>>('steps', [
        (step) => step.prompt('menu', { prompt: '¿Qué quieres hacer?', retryPrompt: 'Elige una opción.', choices }),
        (step) => step.prompt('curp', { prompt: 'Escribe tu CURP.', retryPrompt: 'Esa CURP no es válida.' }),
        (step) => {
          Object.assign(step.values, { curp: step.result });
          return step.prompt('email', { prompt: 'Escribe tu correo nuevo.', retryPrompt: 'Ese correo no es válido.' });
        },
        (step) => {
          Object.assign(step.values, { email: step.result });
          return step.prompt('again', { ...ask('correo'), validations: step.result });
        },
        (step) => step.prompt('password', { prompt: 'Escribe tu contraseña nueva.', retryPrompt: 'Es muy débil.' }),
        (step) => {
          Object.assign(step.values, { password: step.result });
          return step.prompt('again', { ...ask('contraseña'), validations: step.result });
        },
        (step) => step.prompt('confirm', { prompt: '¿Hago el cambio?', retryPrompt: 'Responde sí o no.' }),
        async (step) => {
          await step.context.sendActivity(step.result ? 'Listo, tu folio es F-1.' : 'No se cambió nada.');
          return step.endDialog();
        },
      ]),
    );
    this.initialDialogId = 'steps';
  }
}

const ask = (what: string) => ({ prompt: `Escribe otra vez tu ${what}.`, retryPrompt: `No coincide con tu ${what}.` });

/** The bot with its state in memory, saved after each turn. Answers what to run for each message. */
export function waterfallBot(): (context: TurnContext) => Promise<void> {
  const storage = new MemoryStorage();
  const [conversations, users] = [new ConversationState(storage), new UserState(storage)];
  const visits = users.createProperty<number>('visits');
  const recovery = new RecoveryDialog();
  const dialogs = new DialogSet(conversations.createProperty('dialogs')).add(recovery);
  const handler = new ActivityHandler();
  handler.onMessage(async (context, next) => {
    await visits.set(context, (await visits.get(context, 0)) + 1);
    const dc = await dialogs.createContext(context);
    const { status } = await dc.continueDialog();
    if (status === DialogTurnStatus.empty) await dc.beginDialog(recovery.id);
    await next();
  });
  return async (context) => {
    await handler.run(context);
    await conversations.saveChanges(context);
    await users.saveChanges(context);
  };
}
