package gpcm.node.signin;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.nimbusds.jwt.JWTClaimsSet;
import gpcm.node.signin.SignInRefusal.UserInfoUnreadable;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What the provider says about somebody.
 *
 * @param token the claims of the id token
 * @param info those of userinfo; empty where there is none
 */
record PersonClaims(JsonNode token, JsonNode info) {
  private static final JsonMapper JSON =
      JsonMapper.builder(
              com.fasterxml.jackson.core.JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(20).build())
                  .build())
          .disable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .build();

  static PersonClaims of(JWTClaimsSet claims) throws Refused {
    return new PersonClaims(json(claims.toString()), MissingNode.getInstance());
  }

  PersonClaims with(String userInfo) throws Refused {
    JsonNode parsed = json(userInfo);
    if (!parsed.isObject()) {
      throw new Refused(new UserInfoUnreadable("no JSON object"));
    }
    return new PersonClaims(token, parsed);
  }

  private static JsonNode json(String text) throws Refused {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new Refused(new UserInfoUnreadable("no JSON"));
    }
  }

  /** In the id token alone. */
  JsonNode inToken(List<String> pointers) {
    return first(pointers, token);
  }

  /** In the id token, or else in userinfo. */
  JsonNode anywhere(List<String> pointers) {
    JsonNode found = first(pointers, token);
    return found.isMissingNode() ? first(pointers, info) : found;
  }

  private static JsonNode first(List<String> pointers, JsonNode claims) {
    return pointers.stream()
        .map(pointer -> claims.at(JsonPointer.compile(pointer)))
        .filter(node -> !node.isMissingNode() && !node.isNull())
        .findFirst()
        .orElse(MissingNode.getInstance());
  }

  /** Text or a number as text, of which there is something. */
  static Optional<String> text(JsonNode node) {
    return node.isValueNode() && !node.isNull()
        ? Optional.of(node.asText().strip()).filter(text -> !text.isEmpty())
        : Optional.empty();
  }

  /** A list of texts, or one text alone. */
  static List<String> texts(JsonNode node) {
    Stream<JsonNode> nodes =
        node.isArray() ? StreamSupport.stream(node.spliterator(), false) : Stream.of(node);
    return nodes.flatMap(each -> text(each).stream()).distinct().toList();
  }
}
