import { Component, type ComponentChildren } from 'preact';
import { type Texts, translator } from './texts.ts';

/** Shows a way on when something of the page fails, and nothing technical. */
export class Boundary extends Component<{ texts: Texts; children: ComponentChildren }, { failed: boolean }> {
  override state = { failed: false };

  static override getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    const { texts, children } = this.props;
    if (!this.state.failed) return children;
    const t = translator(texts);
    return (
      <main class="crash">
        <div role="alert">
          <h2>{t('chat.crash.title')}</h2>
          <p>{t('chat.crash.body')}</p>
        </div>
        <button type="button" class="primary" onClick={() => location.reload()}>
          {t('chat.crash.reload')}
        </button>
      </main>
    );
  }
}
