package gpcm.mesh.folder;

import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The control files that needn't be read again before they change. Only those that are still there
 * are kept, so it grows with nothing but the folders, and not beyond its limit. Thread-safe.
 */
final class UnchangedControls {
  private static final int MOST = 20_000;

  /** When each was written last. */
  private final Map<Path, FileTime> known = new HashMap<>();

  /** Those of all control files that are not set aside; what is no longer there is forgotten. */
  synchronized List<MeshFolders.Control> without(List<MeshFolders.Control> all) {
    Set<Path> there = new HashSet<>();
    all.forEach(control -> there.add(control.file()));
    known.keySet().retainAll(there);
    return all.stream()
        .filter(control -> !control.modified().equals(known.get(control.file())))
        .toList();
  }

  synchronized void add(MeshFolders.Control control) {
    if (known.size() < MOST) {
      known.put(control.file(), control.modified());
    }
  }

  synchronized void takeBack(String stem) {
    known.keySet().removeIf(file -> file.getFileName().toString().startsWith(stem + "."));
  }
}
