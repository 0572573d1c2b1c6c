/** Which hosts are this very machine, by their name alone. */

/**
 * `localhost`, 127.0.0.0/8 and ::1 (also written as an IPv4 address in IPv6). Takes a `hostname` of `URL`, which has
 * already turned `127.1`, `0x7f.1`, `2130706433` and capitals into the usual form. `0.0.0.0` and `*.localhost` are not
 * loopback: where they lead is up to the system.
 */
export function isLoopbackHost(hostname: string): boolean {
  const host = hostname.replace(/\.$/, '');
  if (host === 'localhost' || host === '[::1]') return true;
  if (/^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host)) return true;
  return /^\[::ffff:7f[0-9a-f]{2}:[0-9a-f]{1,4}\]$/.test(host);
}
