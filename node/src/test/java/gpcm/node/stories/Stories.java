package gpcm.node.stories;

import gpcm.node.content.WorkFolder;
import gpcm.node.web.Chromium;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests the {@link ThreeNodes}, which all classes of a run share because starting them is
 * what takes time.
 */
final class Stories implements BeforeAllCallback, ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(Stories.class);

  private record Started(ThreeNodes nodes, Path folder) implements AutoCloseable {
    static Started start(Path chromium) {
      try {
        Path folder = Files.createTempDirectory("stories");
        return new Started(new ThreeNodes(folder, chromium), folder);
      } catch (Exception e) {
        throw new IllegalStateException("the three nodes do not start", e);
      }
    }

    @Override
    public void close() {
      nodes.close();
      WorkFolder.delete(folder);
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    started(context);
  }

  private static ThreeNodes started(ExtensionContext context) {
    Path chromium = Chromium.programOrSkip();
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(Started.class, key -> Started.start(chromium), Started.class)
        .nodes();
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == ThreeNodes.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return started(context);
  }
}
