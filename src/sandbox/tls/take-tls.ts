// Lets an HTTP server answer HTTPS on the same port: what a client sends first tells which of the two it speaks.
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { createServer } from 'node:tls';
import type { Certificate } from './certificate.ts';

/** The first byte of a TLS handshake; no HTTP request begins with it. */
const HANDSHAKE = 0x16;
/** A client that needs longer has gone. */
const HANDSHAKE_MS = 10_000;

/** Serves both from now on. The function it returns ends all connections, also those on which nothing was said yet. */
export const takeTls = (server: Server, { certificate, key }: Certificate): (() => void) => {
  const sockets = new Set<Socket>();
  const listeners = server.listeners('connection') as ((socket: Socket) => void)[];
  const serve = (socket: Socket): void => {
    for (const listener of listeners) listener.call(server, socket);
  };
  const settings = { cert: certificate, key, ALPNProtocols: ['http/1.1'], handshakeTimeout: HANDSHAKE_MS };
  const secure = createServer(settings, serve);
  server.removeAllListeners('connection');
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    // Until HTTP or TLS has it, nobody else listens for the client's leaving.
    socket.on('error', () => socket.destroy());
    socket.once('data', (first: Buffer) => {
      socket.pause();
      socket.unshift(first);
      if (first[0] === HANDSHAKE) {
        secure.emit('connection', socket);
        return;
      }
      serve(socket);
      socket.resume();
    });
  });
  return () => {
    for (const socket of sockets) socket.destroy();
  };
};
