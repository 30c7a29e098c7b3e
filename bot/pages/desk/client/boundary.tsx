import { Component, type ComponentChildren } from 'preact';

/** Shows a sentence instead of nothing when a part of the page breaks. */
export class Boundary extends Component<
  { readonly sentence: string; readonly children: ComponentChildren },
  { broken: boolean }
> {
  override state = { broken: false };

  override componentDidCatch(): void {
    this.setState({ broken: true });
  }

  override render(): ComponentChildren {
    const { sentence, children } = this.props;
    return this.state.broken ? (
      <p class="warning" role="alert">
        {sentence}
      </p>
    ) : (
      children
    );
  }
}
