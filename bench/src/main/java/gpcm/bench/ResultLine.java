package gpcm.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A benchmark's figures as the one line of JSON that it ends with. Numbers are rounded to four
 * digits: more would only pretend. Not thread-safe.
 */
public final class ResultLine {
  private static final MathContext FOUR_DIGITS = new MathContext(4);

  private final Map<String, Object> fields = new LinkedHashMap<>();

  private ResultLine() {}

  /** The line of a benchmark, by the name {@code bench/run} knows it by. */
  public static ResultLine of(String benchmark) {
    ResultLine line = new ResultLine();
    line.fields.put("benchmark", benchmark);
    return line;
  }

  /** Figures that belong together, as an object in another line. */
  public static ResultLine part() {
    return new ResultLine();
  }

  public ResultLine with(String name, double value) {
    fields.put(name, new BigDecimal(value).round(FOUR_DIGITS).stripTrailingZeros());
    return this;
  }

  public ResultLine with(String name, long value) {
    fields.put(name, value);
    return this;
  }

  public ResultLine with(String name, String value) {
    fields.put(name, value);
    return this;
  }

  public ResultLine with(String name, ResultLine part) {
    fields.put(name, part.fields);
    return this;
  }

  /** Prints it; nothing may be printed after it. */
  public void print() {
    try {
      JsonMapper json =
          JsonMapper.builder()
              .enable(com.fasterxml.jackson.core.StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
              .build();
      System.out.println(json.writeValueAsString(fields));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the figures cannot be written as JSON", e);
    }
  }
}
