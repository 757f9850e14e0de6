package gpcm.node.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How often the node lets itself be asked.
 *
 * @param perAddress by one address, whoever asks from there
 * @param perCaller with one key or in one session
 * @param signIns how often somebody may try to sign in from one address
 */
public record LimitSettings(Rate perAddress, Rate perCaller, Rate signIns) {

  /**
   * So many in a time. As many may come at once; after that, they are given back evenly.
   *
   * @param count 1 or more
   * @param period a second, a minute or an hour
   */
  public record Rate(int count, Duration period) {
    private static final Pattern WRITTEN = Pattern.compile("(\\d{1,6}) ?/ ?([smh])");

    static final ValueFormat<Rate> FORMAT =
        new ValueFormat<>(
            "a number from 1 to 999999 and its time, like 100 / s, 30 / m or 200 / h",
            "100 / s",
            Rate::parse,
            false);

    private static Rate parse(String text) {
      Matcher matcher = WRITTEN.matcher(text);
      if (!matcher.matches() || Integer.parseInt(matcher.group(1)) == 0) {
        throw new IllegalArgumentException();
      }
      return new Rate(
          Integer.parseInt(matcher.group(1)),
          switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(1);
            case "m" -> Duration.ofMinutes(1);
            default -> Duration.ofHours(1);
          });
    }

    @Override
    public String toString() {
      return count
          + " / "
          + (period.equals(Duration.ofSeconds(1))
              ? "s"
              : period.equals(Duration.ofMinutes(1)) ? "m" : "h");
    }
  }

  /** More than a practice or its systems need, and less than guessing needs. */
  public static LimitSettings defaults() {
    return new LimitSettings(
        new Rate(2000, Duration.ofSeconds(1)),
        new Rate(1000, Duration.ofSeconds(1)),
        new Rate(30, Duration.ofMinutes(1)));
  }

  static LimitSettings read(SectionReader section) {
    LimitSettings standard = defaults();
    LimitSettings settings =
        new LimitSettings(
            section.value("per-address", Rate.FORMAT, standard.perAddress()),
            section.value("per-caller", Rate.FORMAT, standard.perCaller()),
            section.value("sign-ins", Rate.FORMAT, standard.signIns()));
    section.refuseUnknownKeys();
    return settings;
  }
}
