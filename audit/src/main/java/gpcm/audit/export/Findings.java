package gpcm.audit.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** The faults and remarks of one verification, so many of them as a person can read. */
final class Findings {
  private static final int MOST = 100;

  private final List<Fault> faults = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();
  private long unlisted;

  void fault(Fault.Kind kind, String message) {
    add(new Fault(kind, OptionalLong.empty(), Optional.empty(), message));
  }

  void fault(Fault.Kind kind, long index, UUID entryId, String message) {
    add(new Fault(kind, OptionalLong.of(index), Optional.of(entryId), message));
  }

  void fault(Fault.Kind kind, long index, String message) {
    add(new Fault(kind, OptionalLong.of(index), Optional.empty(), message));
  }

  private void add(Fault fault) {
    if (faults.size() < MOST) {
      faults.add(fault);
    } else {
      unlisted++;
    }
  }

  void remark(String remark) {
    if (remarks.size() < MOST) {
      remarks.add(remark);
    }
  }

  List<Fault> faults() {
    return faults;
  }

  List<String> remarks() {
    List<String> all = new ArrayList<>(remarks);
    if (unlisted > 0) {
      all.add("%d more faults are not listed".formatted(unlisted));
    }
    return all;
  }
}
