package gpcm.node.mailbox;

import gpcm.mesh.UploadProgress;
import gpcm.node.ledger.Ledger;
import gpcm.node.ledger.ToPost;
import java.util.Optional;
import java.util.function.Consumer;

/** Keeps how far the uploads of large messages have come. Thread-safe. */
record BrokenUploads(Ledger ledger) {

  /** Hears how far the upload of a message has come; the last chunk is told by its end. */
  Consumer<UploadProgress> of(ToPost message) {
    return progress -> {
      if (progress.delivered() < progress.totalChunks()) {
        keep(message, progress);
      }
    };
  }

  void keep(ToPost message, UploadProgress progress) {
    store(message, Optional.of(text(progress)), Optional.of(progress.messageId()));
  }

  void forget(ToPost message) {
    store(message, Optional.empty(), Optional.empty());
  }

  // A crash of the database may take the last chunk back: MESH takes the same chunk again.
  // MESH's id is kept with it: should the answer to the last chunk be lost, MESH may report on it.
  private void store(ToPost message, Optional<String> upload, Optional<String> meshMessageId) {
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
                handle
                    .createUpdate(
                        """
                        update %s set upload = :upload,
                          earlier_mesh_ids = case when mesh_message_id <> :mesh then array_append(earlier_mesh_ids, mesh_message_id)
                            else earlier_mesh_ids end,
                          mesh_message_id = coalesce(:mesh, mesh_message_id)
                        where id = :id and fence = :fence
                        """
                            .formatted(table))
                    .bindByType("upload", upload.orElse(null), String.class)
                    .bindByType("mesh", meshMessageId.orElse(null), String.class)
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
