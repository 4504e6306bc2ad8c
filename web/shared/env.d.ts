/// <reference types="vite/client" />

interface ImportMetaEnv {
  /** Another one as soon as the API's description is; none in unit tests. */
  readonly API_SHAPE?: string;
}
