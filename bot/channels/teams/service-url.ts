/** Whether the bot may send to an address that an activity names as where its answers go. */
export type MaySendTo = (url: string) => boolean;

/**
 * Only known hosts, over https on its own port: the bot's token goes along, and a host chosen by somebody else would
 * collect it, or be a machine of our own network.
 */
export function sendsToHosts(hosts: readonly string[]): MaySendTo {
  return (text) => {
    const url = URL.parse(text);
    if (url?.protocol !== 'https:' || url.port !== '' || url.username !== '' || url.password !== '') return false;
    return hosts.includes(url.hostname);
  };
}

/** For the demo on one's own machine, where no token goes along: this machine only. */
export const sendsToLoopback: MaySendTo = (text) => {
  const url = URL.parse(text);
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:')) return false;
  return url.hostname === 'localhost' || url.hostname === '[::1]' || /^127(\.\d+){3}$/.test(url.hostname);
};
