package gpcm.node.stories;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** A record system that looks into the folder in which a node puts what is for the record. */
record RecordFolder(Path folder) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** What was put there at once: {@code item.json} and the files beside it. */
  record Item(Path folder, JsonNode json) {
    /** The bytes of its file at a place, whatever that is called. */
    byte[] file(int ordinal) throws IOException {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, (ordinal + 1) + ".*")) {
        return Files.readAllBytes(files.iterator().next());
      }
    }
  }

  /** What is offered of this kind about a document, once it is there. */
  Item takes(String kind, String documentId) {
    return await()
        .atMost(Place.PATIENCE)
        .until(() -> find(kind, documentId), Optional::isPresent)
        .orElseThrow();
  }

  /** The same, if it is there now. */
  Optional<Item> find(String kind, String documentId) throws IOException {
    Path offered = folder.resolve("offered");
    if (!Files.isDirectory(offered)) {
      return Optional.empty();
    }
    try (DirectoryStream<Path> items = Files.newDirectoryStream(offered)) {
      for (Path item : items) {
        JsonNode json = MAPPER.readTree(Files.readAllBytes(item.resolve("item.json")));
        if (json.path("kind").asText().equals(kind)
            && json.at("/document/documentId").asText().equals(documentId)) {
          return Optional.of(new Item(item, json));
        }
      }
    }
    return Optional.empty();
  }

  /** Keeps an item, and says so under a number of the record system's own. */
  void accepts(Item item, String reference) throws IOException {
    Path answers = Files.createDirectories(folder.resolve("answers"));
    Path begun =
        Files.writeString(
            Files.createTempFile(folder, "answer", ".tmp"),
            "{\"result\": \"accepted\", \"reference\": \"%s\"}".formatted(reference),
            StandardCharsets.UTF_8);
    Files.move(
        begun,
        answers.resolve(item.json().path("id").asText() + ".json"),
        StandardCopyOption.ATOMIC_MOVE);
  }
}
