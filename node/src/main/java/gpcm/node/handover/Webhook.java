package gpcm.node.handover;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gpcm.node.calling.SignedPost;
import gpcm.node.config.HandOverSettings;
import gpcm.node.handover.Delivering.LateAnswer;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Posts items to a record system, signed. */
final class Webhook implements Delivering.Way {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final SignedPost post;

  Webhook(HandOverSettings.Webhook settings, InstantSource clock) {
    this.post = new SignedPost(settings.url(), settings.secret(), clock);
  }

  @Override
  public Optional<RecordSystemAnswer> deliver(HandOverItem item) throws IOException {
    byte[] body = MAPPER.writeValueAsBytes(HandOverJson.withAddresses(item));
    return answer(post.post(item.id().toString(), body));
  }

  /** What was posted cannot be; the item that follows tells it. */
  @Override
  public void takeBack(HandOverItem item) {}

  // Whatever else it says, it has taken the item; its answer may come through the API.
  private static Optional<RecordSystemAnswer> answer(byte[] said) throws IOException {
    try {
      JsonNode json = MAPPER.readTree(said);
      return json.has("result") ? Optional.of(RecordSystemAnswer.of(json)) : Optional.empty();
    } catch (JsonProcessingException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  @Override
  public List<LateAnswer> answers() {
    return List.of();
  }
}
