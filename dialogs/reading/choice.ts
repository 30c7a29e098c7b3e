// placeholder until the reading room lands
export function readChoice<Id extends string>(
  text: string,
  options: readonly { id: Id; title: string }[],
): Id | undefined {
  return options.find((option) => option.title.toLowerCase() === text.toLowerCase())?.id;
}
