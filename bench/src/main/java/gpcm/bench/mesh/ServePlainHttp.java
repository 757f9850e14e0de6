package gpcm.bench.mesh;

import io.javalin.Javalin;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A plain file upload and download on the same HTTP library: what MESH transfers are measured
 * against.
 */
final class ServePlainHttp {
  private ServePlainHttp() {}

  public static void main(String[] arguments) throws InterruptedException {
    Path file = Path.of(arguments[0]);
    Javalin http =
        Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              config.concurrency.useVirtualThreads = true;
              config.routes.post(
                  "/file",
                  context -> {
                    try (InputStream in = context.req().getInputStream();
                        OutputStream out = Files.newOutputStream(file)) {
                      in.transferTo(out);
                    }
                    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                      channel.force(true);
                    }
                    context.status(202);
                  });
              config.routes.get(
                  "/file",
                  context -> {
                    context.res().setContentLengthLong(Files.size(file));
                    Files.copy(file, context.res().getOutputStream());
                  });
            });
    http.start("127.0.0.1", 0);
    System.out.println("http://127.0.0.1:" + http.port());
    Thread.currentThread().join();
  }
}
