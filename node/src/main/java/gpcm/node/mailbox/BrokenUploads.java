package gpcm.node.mailbox;

import gpcm.mesh.UploadProgress;
import gpcm.node.ledger.Ledger;
import gpcm.node.ledger.ToPost;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.statement.Update;

/** Keeps how far the uploads of large messages have come. Thread-safe. */
record BrokenUploads(Ledger ledger) {
  // MESH's id is kept too: should the answer to the last chunk be lost, MESH may report on it.
  private static final String KEEP =
      """
      update %s set upload = :upload,
        earlier_mesh_ids = case when mesh_message_id <> :mesh then array_append(earlier_mesh_ids, mesh_message_id)
          else earlier_mesh_ids end,
        mesh_message_id = :mesh
      where id = :id and fence = :fence
      """;

  private static final String FORGET =
      "update %s set upload = null where id = :id and fence = :fence";

  /** Hears how far the upload of a message has come; the last chunk is told by its end. */
  Consumer<UploadProgress> of(ToPost message) {
    return progress -> {
      if (progress.delivered() < progress.totalChunks()) {
        keep(message, progress);
      }
    };
  }

  void keep(ToPost message, UploadProgress progress) {
    change(
        message,
        KEEP,
        update -> update.bind("upload", text(progress)).bind("mesh", progress.messageId()));
  }

  void forget(ToPost message) {
    change(message, FORGET, UnaryOperator.identity());
  }

  // A crash of the database may take the last chunk back: MESH takes the same chunk again.
  private void change(ToPost message, String statement, UnaryOperator<Update> values) {
    ledger.awaitPermission();
    String table =
        switch (message.kind()) {
          case DOCUMENT -> "document";
          case ANSWER -> "answer";
        };
    ledger
        .database()
        .unflushed()
        .useHandle(
            handle ->
                values
                    .apply(handle.createUpdate(statement.formatted(table)))
                    .bind("id", message.lease().id())
                    .bind("fence", message.lease().fence())
                    .execute());
  }

  private static String text(UploadProgress progress) {
    return "%s %d %d %d %b"
        .formatted(
            progress.messageId(),
            progress.delivered(),
            progress.totalChunks(),
            progress.chunkBytes(),
            progress.compressed());
  }

  static UploadProgress read(String text) {
    String[] values = text.split(" ", -1);
    return new UploadProgress(
        values[0],
        Integer.parseInt(values[1]),
        Integer.parseInt(values[2]),
        Long.parseLong(values[3]),
        Boolean.parseBoolean(values[4]));
  }
}
