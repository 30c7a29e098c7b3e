/** Waits `ms`, or until the network comes back or the person looks at the page again. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(finish, ms);
    const seen = () => {
      if (document.visibilityState === 'visible') finish();
    };
    function finish() {
      clearTimeout(timer);
      removeEventListener('online', finish);
      document.removeEventListener('visibilitychange', seen);
      resolve();
    }
    addEventListener('online', finish);
    document.addEventListener('visibilitychange', seen);
  });
}
