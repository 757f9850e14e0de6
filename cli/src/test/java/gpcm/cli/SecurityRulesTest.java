package gpcm.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What no class of the program does, wherever it stands. */
class SecurityRulesTest {
  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("gpcm")
          .that(not(resideInAPackage("gpcm.bench..")));

  private static final Path ROOT = Path.of(System.getProperty("project.root", ".."));
  private static final String OF_OTHERS = "BreachedPasswords.java";

  private static final Pattern ALGORITHM =
      Pattern.compile(
          "(?:MessageDigest|Mac|Signature|KeyPairGenerator|Cipher|KeyGenerator|KeyAgreement"
              + "|SecretKeyFactory)\\s*\\.getInstance\\(\\s*\"([^\"]+)\"");

  /** What can be guessed is no secret. The pause before a repetition is none. */
  @Test
  void nothing_is_random_that_can_be_guessed() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("gpcm.mesh.RetryPolicy")
        .and()
        .doNotHaveFullyQualifiedName("gpcm.node.demographics.LookUpPause")
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(Random.class, ThreadLocalRandom.class, SplittableRandom.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableFrom(RandomGenerator.class)
        .orShould()
        .callMethod(Math.class, "random")
        .check(HOUSE);
  }

  /** An answer must not send a request, and what goes with it, to somebody else. */
  @Test
  void no_client_follows_redirects() {
    noClasses()
        .should()
        .accessField(HttpClient.Redirect.class, "ALWAYS")
        .orShould()
        .accessField(HttpClient.Redirect.class, "NORMAL")
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(HttpURLConnection.class)
        .orShould()
        .callMethod(java.net.URL.class, "openStream")
        .orShould()
        .callMethod(java.net.URL.class, "openConnection")
        .check(HOUSE);
  }

  @Test
  void every_algorithm_that_is_asked_for_by_name_stands_in_the_inventory() throws IOException {
    String inventory = Files.readString(ROOT.resolve("docs/keys.md"));
    Set<String> named = algorithms(file -> true);
    assertThat(named).contains("SHA-256", "HmacSHA256", "Ed25519");
    assertThat(named).allSatisfy(name -> assertThat(inventory).contains("`" + name + "`"));
  }

  @Test
  void none_of_them_is_broken() throws IOException {
    assertThat(algorithms(file -> !file.endsWith(OF_OTHERS)))
        .noneMatch(name -> name.matches("(?i).*(MD[245]|SHA-?1\\b|DES|RC[24]|ECB).*"));
  }

  /** The hash is that of the published list, which keeps nothing secret and vouches for nothing. */
  @Test
  void a_published_list_of_passwords_is_searched_by_the_hash_that_it_has() throws IOException {
    assertThat(algorithms(file -> file.endsWith(OF_OTHERS))).containsExactly("SHA-1");
  }

  private static Set<String> algorithms(Predicate<Path> which) throws IOException {
    try (Stream<Path> rooms = Files.list(ROOT)) {
      return rooms
          .filter(room -> !room.endsWith("bench"))
          .map(room -> room.resolve("src/main/java"))
          .filter(Files::isDirectory)
          .flatMap(room -> sources(room, which))
          .flatMap(source -> ALGORITHM.matcher(source).results())
          .map((MatchResult found) -> found.group(1))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static Stream<String> sources(Path room, Predicate<Path> which) {
    try (Stream<Path> files = Files.walk(room)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(which)
          .map(
              file -> {
                try {
                  return Files.readString(file);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              })
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
