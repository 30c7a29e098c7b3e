import type { JSX } from 'preact';
import { type Block, type Inline, readBlocks } from '../../../../locales/blocks.ts';
import { Icon } from './icons.tsx';
import { useText } from './texts.ts';
import type { Item } from './transcript.ts';

/** One thing said. Only the first of several by the same one shows the name; each says it to a screen reader. */
export function Message({ item, isFirst }: { item: Item; isFirst: boolean }): JSX.Element {
  const t = useText();
  return (
    <li class={`message ${item.by} ${isFirst ? 'first' : ''} ${item.state}`}>
      <p class={isFirst && item.by !== 'person' ? 'name' : 'hidden'}>
        {item.by === 'agent' && <Icon name="person" />}
        {item.by === 'agent' ? item.name : t(item.by === 'bot' ? 'chat.bot' : 'chat.person')}
      </p>
      {(item.text !== '' || item.secret !== undefined) && (
        <div class="bubble">
          {item.secret !== undefined && (
            <p class="secret">
              <Icon name="lock" /> <span>{t(`chat.secret.${item.secret}`)}</span>
            </p>
          )}
          {item.text !== '' && (item.by === 'person' ? <p class="typed">{item.text}</p> : <Spoken item={item} />)}
        </div>
      )}
      {item.files.map((file) => (
        <a class="file" key={file.url} href={file.url} download={file.name ?? true}>
          <Icon name="file" />
          <span class="file-name">
            {file.name ?? t('chat.file')}
            <small>{file.contentType === 'application/pdf' ? 'PDF' : t('chat.file')}</small>
          </span>
          <Icon name="download" />
          <span class="hidden">{t('chat.download')}</span>
        </a>
      ))}
      {item.state === 'sending' && <p class="state">{t('chat.sending')}</p>}
      {item.state === 'failed' && (
        <p class="state">
          <Icon name="alert" /> {t('chat.failed')}
        </p>
      )}
    </li>
  );
}

/** The bar at the top shows the progress; where the bot says it too, for channels without a bar, it is only heard. */
function Spoken({ item: { text, progress } }: { item: Item }): JSX.Element {
  const t = useText();
  const said = progress === undefined ? undefined : `${t('chat.progress', progress)}\n`;
  if (said === undefined || !text.startsWith(said)) return <Blocks text={text} />;
  return (
    <>
      <span class="hidden">{said}</span>
      <Blocks text={text.slice(said.length)} />
    </>
  );
}

function Blocks({ text }: { text: string }): JSX.Element {
  return (
    <>
      {readBlocks(text).map((block, index) => (
        <BlockView key={index} block={block} />
      ))}
    </>
  );
}

function BlockView({ block }: { block: Block }): JSX.Element {
  if (block.kind === 'paragraph') {
    return (
      <p>
        {block.lines.map((line, index) => (
          <>
            {index > 0 && <br />}
            <Line pieces={line} />
          </>
        ))}
      </p>
    );
  }
  const items = block.items.map((item, index) => (
    <li key={index}>
      <Line pieces={item} />
    </li>
  ));
  return block.ordered ? <ol start={block.start}>{items}</ol> : <ul>{items}</ul>;
}

function Line({ pieces }: { pieces: readonly Inline[] }): JSX.Element {
  const t = useText();
  return (
    <>
      {pieces.map((piece) => {
        if (piece.kind === 'text') return piece.text;
        if (piece.kind === 'strong') return <strong>{piece.text}</strong>;
        return (
          <a href={piece.href} target="_blank" rel="noopener noreferrer">
            {piece.text}
            <span class="hidden"> ({t('chat.new-tab')})</span>
          </a>
        );
      })}
    </>
  );
}
