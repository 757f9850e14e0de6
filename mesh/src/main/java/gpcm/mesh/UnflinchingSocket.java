package gpcm.mesh;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;

/**
 * A connected socket whose writes never fail. A server that turns a certificate away says so and
 * closes; Java's TLS, still writing its half of the handshake, meets the closed connection first
 * and never reads why. Over this socket it reads on.
 */
final class UnflinchingSocket extends Socket {
  private final Socket connected;

  UnflinchingSocket(Socket connected) {
    this.connected = connected;
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return new FilterOutputStream(connected.getOutputStream()) {
      @Override
      public void write(byte[] bytes, int offset, int length) {
        try {
          out.write(bytes, offset, length);
        } catch (IOException e) {
          // What the other side has said is still there to be read.
        }
      }
    };
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return connected.getInputStream();
  }

  @Override
  public boolean isConnected() {
    return connected.isConnected();
  }

  @Override
  public boolean isClosed() {
    return connected.isClosed();
  }

  @Override
  public InetAddress getInetAddress() {
    return connected.getInetAddress();
  }

  @Override
  public int getPort() {
    return connected.getPort();
  }

  @Override
  public SocketAddress getRemoteSocketAddress() {
    return connected.getRemoteSocketAddress();
  }

  @Override
  public int getSoTimeout() throws SocketException {
    return connected.getSoTimeout();
  }

  @Override
  public void setSoTimeout(int timeout) throws SocketException {
    connected.setSoTimeout(timeout);
  }

  @Override
  public void close() throws IOException {
    connected.close();
  }
}
