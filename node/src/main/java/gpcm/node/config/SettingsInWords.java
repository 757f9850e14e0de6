package gpcm.node.config;

import gpcm.mesh.Secret;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A node's settings, one by one and without secrets, so that two starts can be compared. */
public final class SettingsInWords {
  private final Map<String, String> words = new TreeMap<>();

  private SettingsInWords() {}

  /** By the place of each in {@link NodeConfiguration}, such as {@code http.port}. */
  public static Map<String, String> of(NodeConfiguration configuration) {
    SettingsInWords settings = new SettingsInWords();
    settings.add("", configuration);
    return settings.words;
  }

  private void add(String place, Object value) {
    switch (value) {
      case Optional<?> perhaps -> perhaps.ifPresent(one -> add(place, one));
      case Secret secret -> words.put(place, "a secret");
      case SecretSource.Given given -> add(place, given.secret());
      // The same once more, as it was written.
      case LoadedSettings loaded -> {}
      case Collection<?> many -> {
        int number = 0;
        for (Object one : many) {
          add(place + "[" + number++ + "]", one);
        }
      }
      case URI address -> words.put(place, withoutSecrets(address.toString()));
      case String text -> words.put(place, withoutSecrets(text));
      case Record record -> components(place, record);
      default -> words.put(place, String.valueOf(value));
    }
  }

  private void components(String place, Record record) {
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      try {
        component.getAccessor().setAccessible(true);
        Object value = component.getAccessor().invoke(record);
        if (value != null) {
          add((place.isEmpty() ? "" : place + ".") + component.getName(), value);
        }
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw new IllegalStateException("the setting " + component + " cannot be read", e);
      }
    }
  }

  /** An address may carry a user and a password. */
  static String withoutSecrets(String text) {
    return text.contains("://")
        ? text.replaceFirst("//[^/@]*@", "//").replaceFirst("\\?.*", "")
        : text;
  }
}
