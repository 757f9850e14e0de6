package gpcm.cli.node;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Option;

/** Who does something at a node, as a command names them. */
final class NamedPerson {
  @Option(
      names = "--by",
      paramLabel = "NAME",
      required = true,
      description = "Who does it; the document's timeline names them.")
  String name;

  /** What a request says of them. */
  ObjectNode body() {
    return JsonNodeFactory.instance.objectNode().put("by", name);
  }
}
