import { publicCloud } from '../../../../bot/channels/teams/cloud.ts';
import { sendsToLoopback } from '../../../../bot/channels/teams/service-url.ts';

it.each([
  'https://smba.trafficmanager.net/amer/',
  'https://smba.infra.gcc.teams.microsoft.com/teams',
  'https://SMBA.trafficmanager.net/x',
])('the bot sends to %s', (url) => {
  expect(publicCloud.maySendTo(url)).toBe(true);
});

it.each([
  'http://smba.trafficmanager.net/amer/',
  'https://smba.trafficmanager.net:8443/amer/',
  'https://user@smba.trafficmanager.net/amer/',
  'https://other.trafficmanager.net/amer/',
  'https://smba.trafficmanager.net.collector.example/',
  'https://collector.example/smba.trafficmanager.net/',
  'https://collector.example#@smba.trafficmanager.net/',
  'https://smba.trafficmanager.net@collector.example/',
  'https://smba.trafficmanager.net.',
  'https://127.0.0.1/',
  'https://[::1]/',
  'file:///etc/passwd',
  'urn:botframework:WebSocket:abc',
  '',
])('the bot does not send to %s', (url) => {
  expect(publicCloud.maySendTo(url)).toBe(false);
});

it.each([
  ['http://localhost:56150/_connector', true],
  ['http://127.0.0.1:1/', true],
  ['http://[::1]:1/', true],
  ['http://127.0.0.1.collector.example/', false],
  ['http://localhost.collector.example/', false],
  ['http://10.0.0.1/', false],
  ['ftp://localhost/', false],
  ['no address', false],
])('on one’s own machine %s is near: %s', (url, near) => {
  expect(sendsToLoopback(url)).toBe(near);
});
