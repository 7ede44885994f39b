/**
 * Lets waiting messages (cancel, pause) in during a long computation. A message channel, not a timer: browsers
 * throttle the timers of a hidden tab to one a second or less.
 */
export function letEventsIn(): Promise<void> {
  return new Promise(resolve => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
