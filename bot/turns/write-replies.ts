import { type Activity, ActivityTypes, InputHints } from 'botbuilder-core';
import type { Message, Place } from '../../dialogs/message.ts';
import type { Locale } from '../../locales/texts.ts';

/**
 * The messages of a turn as activities. Each says its procedure and step; the last one says whether an answer is
 * awaited (design, section 7). A greeting answers nobody, so it does not end a turn: who listens for the end of their own
 * turn must not take it for that. Forms, challenges and buttons of messages before the last are left out: they are stale.
 */
export function writeReplies(
  messages: readonly Message[],
  place: Place,
  { locale, isAnswer = true, isRenewal = false, people }: HowSaid,
): Partial<Activity>[] {
  return messages.map((message, index) => {
    const last = index === messages.length - 1;
    return {
      type: ActivityTypes.Message,
      text: message.text,
      locale,
      inputHint: last && isAnswer ? endHint(place) : InputHints.IgnoringInput,
      channelData: {
        ...placeData(place),
        ...(last ? askData(message) : {}),
        ...(isRenewal && { renewed: true }),
        ...(people && { people }),
      },
      ...(last && message.options?.length
        ? { suggestedActions: { to: [], actions: message.options.map(button) } }
        : {}),
      ...(message.attachments ? { attachments: [...message.attachments] } : {}),
    };
  });
}

export interface HowSaid {
  /** The language of the words, which a person may change; channels add their own in the same. */
  readonly locale: Locale;
  readonly isAnswer?: boolean;
  /** An open form asked for a fresh text to sign; the person was asked that question already. */
  readonly isRenewal?: boolean;
  /** Who has the conversation while this is said, where that are people; without an agent, the person waits for one. */
  readonly people?: AtPeople;
}

/** The people who have a conversation. */
export interface AtPeople {
  /** As the person is told. */
  readonly agent?: string;
}

const endHint = (place: Place) => (place.ended ? InputHints.AcceptingInput : InputHints.ExpectingInput);

function placeData({ procedure, step, folio, progress }: Place) {
  return { procedure, step, ...(folio ? { folio } : {}), ...(progress ? { progress } : {}) };
}

function askData({ form, challenge }: Message) {
  return {
    ...(form ? { form } : {}),
    ...(challenge ? { challenge: challenge.text, challengeExpiresAt: challenge.expiresAt } : {}),
  };
}

function button({ title, value }: { title: string; value?: string }) {
  return { type: 'imBack', title, value: value ?? title };
}
