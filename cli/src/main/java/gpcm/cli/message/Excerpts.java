package gpcm.cli.message;

import gpcm.rules.SourcePosition;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The source text at some places, from each place to the line's end or a bearable length; a line
 * may be a hundred megabytes long.
 */
final class Excerpts {
  private static final int LENGTH = 100;

  private final Map<SourcePosition, StringBuilder> texts = new HashMap<>();

  private Excerpts() {}

  static Excerpts of(MessageFile file, Collection<SourcePosition> places) {
    Excerpts excerpts = new Excerpts();
    if (places.isEmpty()) {
      return excerpts;
    }
    TreeMap<Integer, Map<Integer, SourcePosition>> wanted = new TreeMap<>();
    places.forEach(
        p -> wanted.computeIfAbsent(p.line(), line -> new HashMap<>()).put(p.column(), p));
    try (Reader in =
        new BufferedReader(new InputStreamReader(file.source().open(), StandardCharsets.UTF_8))) {
      excerpts.read(in, wanted);
    } catch (IOException e) {
      excerpts.texts.clear(); // the report without excerpts is still the report
    }
    return excerpts;
  }

  String at(SourcePosition place) {
    return texts.getOrDefault(place, new StringBuilder()).toString().strip();
  }

  private void read(Reader in, SortedMap<Integer, Map<Integer, SourcePosition>> wanted)
      throws IOException {
    int line = 1;
    int column = 0;
    Map<Integer, SourcePosition> here = wanted.getOrDefault(line, Map.of());
    Map<SourcePosition, StringBuilder> open = new HashMap<>();
    for (int c = in.read(); c >= 0 && line <= wanted.lastKey(); c = in.read()) {
      if (c == '\n') {
        line++;
        column = 0;
        here = wanted.getOrDefault(line, Map.of());
        open.clear();
        continue;
      }
      column += Character.isLowSurrogate((char) c) ? 0 : 1;
      SourcePosition begins = here.get(column);
      if (begins != null && !texts.containsKey(begins)) {
        StringBuilder text = new StringBuilder();
        texts.put(begins, text);
        open.put(begins, text);
      }
      char shown = Character.isISOControl(c) ? ' ' : (char) c;
      open.values().forEach(text -> text.append(shown));
      open.values().removeIf(text -> text.length() >= LENGTH);
    }
  }
}
