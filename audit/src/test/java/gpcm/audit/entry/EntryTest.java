package gpcm.audit.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntryTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Instant AT = Instant.parse("2026-11-28T12:00:00.120Z");
  private static final UUID CASE = UUID.fromString("0190163d-8694-739b-aea5-966c26f8ad91");

  private static AuditEntry opened() {
    return AuditEntry.of(
            AT,
            RANDOM,
            "X26001",
            Action.DOCUMENT_OPENED,
            Actor.person(
                "https://id.example.org#555", "Test Clerk", List.of("clerk"), "X26001", "s-1"),
            Place.of("node-1", "0.1.0").request("document", "r-1", "192.0.2.7").clock(-3))
        .about(Patient.nhs("9990000018"))
        .with(Data.ofCase(CASE).inMessage("m-1").ofDocument("d-1", "2").ofAttachment(1, "ab"));
  }

  private static AuditEntry everything() {
    return opened()
        .with(Data.ofList(List.of(CASE), 7).confidential("R"))
        .about(
            List.of(
                new Patient(
                    Optional.of("9990000018"),
                    Optional.of("9990000026"),
                    Optional.empty(),
                    Optional.of("T. Patient")),
                Patient.local("4711")))
        .ended(Outcome.refused("http-403"))
        .changing("held", "completed")
        .because("asked by phone")
        .purpose("ETREAT")
        .asked("status=open")
        .secondedBy(
            Actor.person("555-2", "Second Clerk", List.of("administrator"), "X26001", "s-2")
                .inNationalRole("R8000", "555000"));
  }

  @Test
  void an_entry_says_who_did_what_with_which_data_and_from_where() {
    String text = new String(opened().written(RANDOM).bytes(), StandardCharsets.UTF_8);
    assertThat(text)
        .startsWith(
            "{\"action\":\"document-opened\",\"at\":\"2026-11-28T12:00:00.120Z\",\"commitment\":\"")
        .contains(
            "\"data\":{\"attachment\":1,\"case\":\"0190163d-8694-739b-aea5-966c26f8ad91\",\"document\":\"d-1\",\"message\":\"m-1\",\"sha256\":\"ab\",\"version\":\"2\"}",
            "\"org\":\"X26001\",\"outcome\":{\"is\":\"done\"},\"purpose\":\"TREAT\",\"v\":1,",
            "\"where\":{\"clock\":-3,\"node\":\"node-1\",\"request\":\"r-1\",\"screen\":\"document\",\"software\":\"0.1.0\"}",
            "\"who\":{\"id\":\"https://id.example.org#555\",\"kind\":\"person\",\"org\":\"X26001\",\"roles\":[\"clerk\"],\"session\":\"s-1\"}}");
  }

  @Test
  void what_is_about_persons_stands_apart() {
    WrittenEntry written = everything().written(RANDOM);
    assertThat(new String(written.bytes(), StandardCharsets.UTF_8))
        .doesNotContain(
            "9990000018",
            "9990000026",
            "4711",
            "Test Clerk",
            "Second Clerk",
            "192.0.2.7",
            "asked by phone",
            "status=open",
            "T. Patient");
    assertThat(new String(written.personal().orElseThrow().body(), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"address\":\"192.0.2.7\",\"name\":\"Test Clerk\",\"patients\":[{\"name\":\"T."
                + " Patient\",\"nhs\":\"9990000018\",\"superseded\":\"9990000026\"},{\"local\":\"4711\"}],\"query\":\"status=open\",\"reason\":\"asked"
                + " by phone\",\"second\":\"Second Clerk\",\"v\":1}");
  }

  @Test
  void an_entry_is_read_as_it_was_written() {
    for (AuditEntry entry : List.of(opened(), everything())) {
      WrittenEntry written = entry.written(RANDOM);
      assertThat(AuditEntry.read(written.bytes(), written.personal())).isEqualTo(entry);
    }
  }

  @Test
  void without_its_personal_part_an_entry_still_says_what_happened() {
    WrittenEntry written = everything().written(RANDOM);
    AuditEntry read = AuditEntry.read(written.bytes(), Optional.empty());
    assertThat(read.action()).isEqualTo(Action.DOCUMENT_OPENED);
    assertThat(read.patients()).isEmpty();
    assertThat(read.actor().name()).isEmpty();
    assertThat(read.reason()).isEmpty();
  }

  @Test
  void a_personal_part_of_another_entry_is_refused() {
    WrittenEntry written = opened().written(RANDOM);
    WrittenEntry other = opened().written(RANDOM);
    assertThatThrownBy(() -> AuditEntry.read(written.bytes(), other.personal()))
        .hasMessageContaining("not the one that was sealed");
  }

  @Test
  void the_same_personal_part_is_never_committed_to_in_the_same_way() {
    AuditEntry entry = opened();
    assertThat(entry.written(RANDOM).personal().orElseThrow().commitment())
        .isNotEqualTo(entry.written(RANDOM).personal().orElseThrow().commitment());
  }

  @Test
  void an_entry_about_nobody_has_no_personal_part() {
    WrittenEntry started =
        AuditEntry.of(
                AT,
                RANDOM,
                "X26001",
                Action.NODE_STARTED,
                Actor.node("node-1", "X26001"),
                Place.of("node-1", "0.1.0"))
            .written(RANDOM);
    assertThat(started.personal()).isEmpty();
    assertThat(SearchCopies.of(started.bytes()).commitment()).isEmpty();
  }

  @Test
  void every_action_has_a_code_of_its_own_that_is_read_back() {
    assertThat(Arrays.stream(Action.values()).map(Action::code)).doesNotHaveDuplicates();
    for (Action action : Action.values()) {
      assertThat(Action.ofCode(action.code())).contains(action);
    }
    assertThat(Action.ofCode("of-a-later-version")).isEmpty();
  }

  @Test
  void what_is_searched_is_read_from_what_is_sealed_whatever_the_action_is() {
    WrittenEntry written = opened().written(RANDOM);
    byte[] later =
        new String(written.bytes(), StandardCharsets.UTF_8)
            .replace("document-opened", "document-dreamt")
            .getBytes(StandardCharsets.UTF_8);
    SearchCopies copies = SearchCopies.of(later);
    assertThat(copies)
        .isEqualTo(
            new SearchCopies(
                written.id(),
                AT,
                "X26001",
                "document-dreamt",
                "https://id.example.org#555",
                Optional.of(CASE),
                Optional.of(written.personal().orElseThrow().commitment())));
    assertThatThrownBy(() -> AuditEntry.read(later, Optional.empty()))
        .hasMessageContaining("document-dreamt is of a later version");
  }

  @Test
  void hostile_text_is_kept_short_and_whole() {
    String smiles = "\uD83D\uDE00".repeat(100_000);
    AuditEntry entry = opened().because("x\uD800" + smiles).asked("\u0000\u001f\"\\\u2028");
    WrittenEntry written = entry.written(RANDOM);
    AuditEntry read = AuditEntry.read(written.bytes(), written.personal());
    assertThat(read.reason().orElseThrow())
        .hasSizeLessThanOrEqualTo(1000)
        .startsWith("x\uFFFD\uD83D\uDE00")
        .endsWith("\uD83D\uDE00…");
    assertThat(read.query()).contains("\u0000\u001f\"\\\u2028");
  }

  @Test
  void a_list_of_a_thousand_cases_fits_and_one_of_ten_thousand_is_refused() {
    AuditEntry entry = opened();
    List<UUID> shown = IntStream.range(0, 1001).mapToObj(i -> UUID.randomUUID()).toList();
    assertThat(entry.with(Data.ofList(shown, 1001)).written(RANDOM).bytes())
        .hasSizeLessThan(65_536);
    List<UUID> more = IntStream.range(0, 10_000).mapToObj(i -> UUID.randomUUID()).toList();
    assertThatThrownBy(() -> entry.with(Data.ofList(more, 10_000)).written(RANDOM))
        .hasMessageContaining("at most 65535 bytes");
  }

  @Test
  void an_id_is_of_the_time_of_its_entry() {
    AuditEntry entry = opened();
    assertThat(TimeOrderedId.time(entry.id())).isEqualTo(AT);
    assertThat(entry.id().version()).isEqualTo(7);
    assertThat(entry.id().variant()).isEqualTo(2);
    byte[] backdated =
        new String(entry.written(RANDOM).bytes(), StandardCharsets.UTF_8)
            .replace("2026-11-28T12", "2026-11-27T12")
            .getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> SearchCopies.of(backdated)).hasMessageContaining("is not of the time");
    assertThatThrownBy(() -> AuditEntry.read(backdated, Optional.empty()))
        .hasMessageContaining("is not of the time");
  }

  @Test
  void what_is_searched_by_is_the_same_beside_the_entry_as_in_it_whatever_somebody_typed() {
    AuditEntry entry =
        AuditEntry.of(
            AT,
            RANDOM,
            "X26001",
            Action.SIGN_IN_REFUSED,
            Actor.unknown("\u0000" + "x".repeat(5000), "X26001"),
            Place.of("node-1", "0.1.0"));
    WrittenEntry written = entry.written(RANDOM);
    assertThat(SearchCopies.of(written.bytes())).isEqualTo(written.copies());
    assertThat(written.copies().actor()).startsWith("\uFFFDx").hasSize(1000);
    WrittenEntry usual = everything().written(RANDOM);
    assertThat(SearchCopies.of(usual.bytes())).isEqualTo(usual.copies());
  }

  @Test
  void names_are_sorted_by_utf16_as_rfc_8785_says() {
    // From section 3.2.3 of the RFC, with a value that is no number.
    Map<String, String> unsorted =
        Map.of(
            "\u20ac", "Euro Sign",
            "\r", "Carriage Return",
            "\ufb33", "Hebrew Letter Dalet With Dagesh",
            "1", "One",
            "\ud83d\ude00", "Emoji: Grinning Face",
            "\u0080", "Control",
            "\u00f6", "Latin Small Letter O With Diaeresis");
    assertThat(new String(CanonicalJson.write(unsorted), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"\\r"
                + "\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\",\"\u00f6\":\"Latin"
                + " Small Letter O With Diaeresis\",\"\u20ac\":\"Euro"
                + " Sign\",\"\ud83d\ude00\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter"
                + " Dalet With Dagesh\"}");
  }

  @Test
  void text_is_escaped_as_rfc_8785_says() {
    // From section 3.2.2 of the RFC.
    assertThat(
            new String(
                CanonicalJson.write(Map.of("string", "\u20ac$\u000F\nA'B\"\\\\\"/")),
                StandardCharsets.UTF_8))
        .isEqualTo("{\"string\":\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{} {}",
        "{\"a\":1.0}",
        "{\"a\":1e3}",
        "{\"a\":true}",
        "{\"a\":null}",
        "{\"a\":9007199254740992}",
        "{\"a\":99999999999999999999999}",
        "{\"a\":-9223372036854775808}",
        "{\"a\":-0}",
        "{ \"a\":1}",
        "{\"b\":1,\"a\":1}",
        "{\"a\":1,\"a\":1}",
        "{\"a\":\"\\u0041\"}",
        "{\"a\":\"\\/\"}",
        "{\"a\":\"\\ud800\"}",
        "{\"a\":[[[[[[[[[[]]]]]]]]]]}",
        "{\"a\":",
      })
  void what_is_not_canonical_is_refused(String text) {
    assertThatThrownBy(() -> CanonicalJson.read(text.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(EntryException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"v\":2}",
        "{\"v\":\"1\"}",
        "{\"v\":1,\"id\":\"1\"}",
        "{\"id\":\"0190163D-8694-739b-aea5-966c26f8ad91\",\"v\":1}",
        "{\"id\":[],\"v\":1}",
      })
  void what_is_no_entry_is_refused(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> AuditEntry.read(bytes, Optional.empty()))
        .isInstanceOf(EntryException.class);
    assertThatThrownBy(() -> SearchCopies.of(bytes)).isInstanceOf(EntryException.class);
  }
}
