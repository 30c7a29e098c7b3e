import {
  type Activity,
  BotAdapter,
  type ConversationReference,
  type ResourceResponse,
  type TurnContext,
} from 'botbuilder-core';
import type { Json } from '../services/store/store.ts';

const REPLIES = Symbol('replies');

/**
 * An adapter that sends nothing: what a turn says is collected and leaves only after it has been committed. The same
 * for all channels, because delivery is the business of the outbox.
 */
export class CollectingAdapter extends BotAdapter {
  /** What was sent in this turn so far, as plain JSON. */
  repliesOf(context: TurnContext): Json[] {
    const replies: Json[] = context.turnState.get(REPLIES) ?? [];
    return replies;
  }

  override async sendActivities(context: TurnContext, activities: Partial<Activity>[]): Promise<ResourceResponse[]> {
    const replies = [...this.repliesOf(context), ...activities.map(plain)];
    context.turnState.set(REPLIES, replies);
    return activities.map(() => ({ id: '' }));
  }

  override async updateActivity(): Promise<never> {
    throw new Error('A committed message is not changed');
  }

  override async deleteActivity(): Promise<never> {
    throw new Error('A committed message is not deleted');
  }

  override async continueConversation(_reference: Partial<ConversationReference>): Promise<never> {
    throw new Error('Conversations go on through the inbox');
  }
}

/** Only what a channel needs; addresses belong to the channel and are added on delivery. */
function plain({ type, text, locale, inputHint, channelData, suggestedActions, attachments }: Partial<Activity>): Json {
  return JSON.parse(JSON.stringify({ type, text, locale, inputHint, channelData, suggestedActions, attachments }));
}
