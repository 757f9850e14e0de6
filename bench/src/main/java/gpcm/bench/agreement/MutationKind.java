package gpcm.bench.agreement;

import java.util.Locale;
import java.util.Optional;

/** The kinds of change. */
enum MutationKind {
  DELETE,
  DUPLICATE,
  UNKNOWN_ELEMENT,
  ANOTHER_TYPE,
  CODE_UNKNOWN,
  SYSTEM_WRONG,
  SYSTEM_TRAILING_SPACE,
  SYSTEM_MISSING,
  REFERENCE_DANGLING,
  REFERENCE_TO_ANOTHER_TYPE,
  REFERENCE_OUT_OF_DOCUMENT,
  PROFILE_FOREIGN,
  PROFILE_SECOND,
  EXTENSION_URL,
  MODIFIER_EXTENSION,
  IMPLICIT_RULES,
  ENTRY_COPIED,
  ENTRY_PART,
  BUNDLE_PART,
  FULL_URL,
  CONTAINED,
  NARRATIVE,
  PRIMITIVE,
  PRIMITIVE_EMPTY,
  ELEMENT_ADDED,
  INVARIANT,
  /** What no rule forbids: nothing may be found. */
  HARMLESS;

  /** Makes one change to a tree. */
  interface Change {
    /** What was changed; empty when this message has no place for it. */
    Optional<String> make(MessageTree tree);
  }

  Change change() {
    return switch (this) {
      case DELETE -> ElementChanges::delete;
      case DUPLICATE -> ElementChanges::duplicate;
      case UNKNOWN_ELEMENT -> ElementChanges::unknownElement;
      case ANOTHER_TYPE -> ElementChanges::anotherType;
      case CODE_UNKNOWN -> CodeChanges::unknownCode;
      case SYSTEM_WRONG -> CodeChanges::wrongSystem;
      case SYSTEM_TRAILING_SPACE -> CodeChanges::spaceAfterSystem;
      case SYSTEM_MISSING -> CodeChanges::noSystem;
      case REFERENCE_DANGLING -> ReferenceChanges::dangling;
      case REFERENCE_TO_ANOTHER_TYPE -> ReferenceChanges::anotherType;
      case REFERENCE_OUT_OF_DOCUMENT -> ReferenceChanges::outOfDocument;
      case PROFILE_FOREIGN -> ReferenceChanges::foreignProfile;
      case PROFILE_SECOND -> ReferenceChanges::secondProfile;
      case EXTENSION_URL -> ReferenceChanges::extensionUrl;
      case MODIFIER_EXTENSION -> ElementChanges::modifierExtension;
      case IMPLICIT_RULES -> ElementChanges::implicitRules;
      case ENTRY_COPIED -> BundleChanges::entryCopied;
      case ENTRY_PART -> BundleChanges::entryPart;
      case BUNDLE_PART -> BundleChanges::bundlePart;
      case FULL_URL -> BundleChanges::fullUrl;
      case CONTAINED -> BundleChanges::contained;
      case NARRATIVE -> NarrativeChanges::make;
      case PRIMITIVE -> PrimitiveChanges::format;
      case PRIMITIVE_EMPTY -> PrimitiveChanges::empty;
      case ELEMENT_ADDED -> tree -> ListedChanges.make("added", tree);
      case INVARIANT -> tree -> ListedChanges.make("invariant", tree);
      case HARMLESS -> HarmlessChanges::make;
    };
  }

  /** As people read it. */
  String words() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
