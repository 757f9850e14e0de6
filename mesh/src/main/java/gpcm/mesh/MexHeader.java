package gpcm.mesh;

/** The names of the MESH headers, in the lower case in which the server writes them. */
public final class MexHeader {
  public static final String FROM = "mex-from";
  public static final String TO = "mex-to";
  public static final String WORKFLOW_ID = "mex-workflowid";
  public static final String CHUNK_RANGE = "mex-chunk-range";
  public static final String TOTAL_CHUNKS = "mex-total-chunks";
  public static final String ADDRESS_TYPE = "mex-addresstype";
  public static final String LOCAL_ID = "mex-localid";
  public static final String PARTNER_ID = "mex-partnerid";
  public static final String FILE_NAME = "mex-filename";
  public static final String SUBJECT = "mex-subject";
  public static final String VERSION = "mex-version";
  public static final String MESSAGE_TYPE = "mex-messagetype";
  public static final String MESSAGE_ID = "mex-messageid";
  public static final String LINKED_MESSAGE_ID = "mex-linkedmsgid";
  public static final String STATUS_CODE = "mex-statuscode";
  public static final String STATUS_EVENT = "mex-statusevent";
  public static final String STATUS_DESCRIPTION = "mex-statusdescription";
  public static final String STATUS_SUCCESS = "mex-statussuccess";
  public static final String STATUS_TIMESTAMP = "mex-statustimestamp";
  public static final String CONTENT_COMPRESSED = "mex-content-compressed";
  public static final String CONTENT_ENCRYPTED = "mex-content-encrypted";
  public static final String CONTENT_CHECKSUM = "mex-content-checksum";
  public static final String CONTENT_TYPE = "mex-content-type";
  public static final String CLIENT_VERSION = "mex-clientversion";
  public static final String OS_NAME = "mex-osname";
  public static final String OS_VERSION = "mex-osversion";
  public static final String OS_ARCHITECTURE = "mex-osarchitecture";
  public static final String JAVA_VERSION = "mex-javaversion";

  private MexHeader() {}
}
