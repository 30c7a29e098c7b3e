import { afterEach, expect, it } from '@jest/globals';
import { mongo } from 'mongoose';
import { renewalOf } from '../../../../services/store/mongo/renewal.ts';
import { eventually } from '../../../support/eventually.ts';
import { mongoForTests } from '../../../support/mongo/mongo-for-tests.ts';

const found = await mongoForTests('a driver that forgets a call');
const limits = '?serverSelectionTimeoutMS=150&waitQueueTimeoutMS=100&connectTimeoutMS=150&socketTimeoutMS=200';

if (found) {
  const clients: mongo.MongoClient[] = [];
  const connected = async (options: string) => {
    const client = await new mongo.MongoClient(`${found.database()}${options}`).connect();
    clients.push(client);
    let opened = 0;
    client.on('topologyOpening', () => {
      opened += 1;
    });
    const answers = () => client.db().command({ ping: 1 });
    return { client, answers, opened: () => opened };
  };
  const forgotten = () => new Promise<void>(() => {});

  afterEach(() => Promise.all(clients.splice(0).map((client) => client.close())));

  it('gives up a call that takes longer than all limits together, and connects anew, once for all of them', async () => {
    const { client, answers, opened } = await connected(limits);
    const renewal = renewalOf(client);

    const calls = [renewal.answerOf(forgotten()), renewal.answerOf(forgotten())];

    const unreachable = { name: 'StoreError', code: 'unreachable' };
    for (const call of calls) await expect(call).rejects.toMatchObject(unreachable);
    await eventually(
      () =>
        answers().then(
          () => true,
          () => false,
        ),
      'a database that answers',
    );
    expect(opened()).toBe(1);
    await renewal.end();
  });

  it('leaves a connection alone whose calls fail for another reason', async () => {
    const { client, answers, opened } = await connected(limits);
    const renewal = renewalOf(client);

    await expect(renewal.answerOf(client.db().command({ nonsense: 1 }))).rejects.toThrow();

    await renewal.answerOf(answers());
    expect(opened()).toBe(0);
    await renewal.end();
  });

  it('does not connect anew what is being closed', async () => {
    const { client, opened } = await connected(limits);
    const renewal = renewalOf(client);
    const call = renewal.answerOf(forgotten());
    await renewal.end();

    await expect(call).rejects.toMatchObject({ code: 'unreachable' });
    expect(opened()).toBe(0);
  });
}
