package gpcm.node;

import gpcm.node.content.WorkFolder;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.platform.commons.support.AnnotationSupport;

/** Starts the networks in {@link Running} fields and closes them, each in a folder of its own. */
final class RunningNetworks
    implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {

  private record Started(TestNetwork network, Path folder) {
    void close() {
      network.close();
      WorkFolder.delete(folder);
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    for (Field field : fields(context)) {
      if (Modifier.isStatic(field.getModifiers())) {
        field.set(null, start(context, field));
      }
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) throws Exception {
    for (Field field : fields(context)) {
      if (!Modifier.isStatic(field.getModifiers())) {
        field.set(context.getRequiredTestInstance(), start(context, field));
      }
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    close(context);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    close(context);
  }

  private static Iterable<Field> fields(ExtensionContext context) {
    Iterable<Field> fields =
        AnnotationSupport.findAnnotatedFields(context.getRequiredTestClass(), Running.class);
    fields.forEach(field -> field.setAccessible(true));
    return fields;
  }

  private static TestNetwork start(ExtensionContext context, Field field) throws Exception {
    Path folder = Files.createTempDirectory("network");
    TestNetwork network = new TestNetwork(folder);
    store(context).put(field, new Started(network, folder));
    return network;
  }

  // Only what this context started: a store also gives what stands in the one of the class.
  private static void close(ExtensionContext context) {
    for (Field field : fields(context)) {
      Started started = store(context).remove(field, Started.class);
      if (started != null) {
        started.close();
      }
    }
  }

  private static Store store(ExtensionContext context) {
    return context.getStore(Namespace.create(RunningNetworks.class));
  }
}
