package gpcm.cli.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import gpcm.mesh.MeshSigner;
import gpcm.mesh.MeshToken;
import gpcm.mesh.Secret;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * How long a comparison of signatures or secrets takes must not tell how much of a guess was right.
 * Time can't be tested reliably, but which comparison the code calls can.
 */
class ConstantTimeTest {
  @Test
  void signaturesAreComparedInConstantTime() {
    assertThat(comparisons(MeshSigner.class, "signed", MeshToken.class, Secret.class))
        .containsExactly("MessageDigest.isEqual");
  }

  @Test
  void secretsAreComparedInConstantTime() {
    assertThat(comparisons(Secret.class, "equals", Object.class))
        .containsExactly("MessageDigest.isEqual");
  }

  private static List<String> comparisons(Class<?> type, String method, Class<?>... parameters) {
    JavaClass read = new ClassFileImporter().importClasses(type).get(type);
    return read.getMethod(method, parameters).getMethodCallsFromSelf().stream()
        .filter(call -> call.getName().matches("equals.*|isEqual|compare.*|mismatch"))
        .map(call -> call.getTargetOwner().getSimpleName() + "." + call.getName())
        .toList();
  }
}
