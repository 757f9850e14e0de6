/** The port to an organisation's own register of patients, and its ways: file, SQL, FHIR. */
package gpcm.node.register;
