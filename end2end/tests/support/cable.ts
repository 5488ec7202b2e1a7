// The cable to the server, a TCP proxy that can be cut: Chromium's own "offline" leaves open sockets alone, a pulled cable does not.
import { connect, createServer, type AddressInfo, type Server as Listener, type Socket } from "node:net";

export class Cable {
  private readonly sockets = new Set<Socket>();
  private isCut = false;

  private constructor(
    private readonly listener: Listener,
    /** Origin of the site as seen through the proxy. */
    readonly url: string,
  ) {}

  /** Opens a proxy to an origin. */
  static async open(target: string): Promise<Cable> {
    const { hostname, port } = new URL(target);
    const listener = createServer();
    await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
    const cable = new Cable(listener, `http://127.0.0.1:${(listener.address() as AddressInfo).port}`);
    listener.on("connection", (near) => cable.join(near, Number(port), hostname));
    return cable;
  }

  /** Breaks every connection and refuses new ones. */
  cut(): void {
    this.isCut = true;
    for (const socket of this.sockets) socket.resetAndDestroy();
  }

  /** Lets new connections through again. */
  mend(): void {
    this.isCut = false;
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.listener.close(resolve));
  }

  private join(near: Socket, port: number, host: string): void {
    if (this.isCut) {
      near.resetAndDestroy();
      return;
    }
    const far = connect(port, host);
    near.pipe(far).pipe(near);
    for (const [socket, other] of [[near, far], [far, near]] as const) {
      this.sockets.add(socket);
      socket.setNoDelay(true);
      socket.on("error", () => other.destroy());
      socket.on("close", () => {
        this.sockets.delete(socket);
        other.destroy();
      });
    }
  }
}
