export { useDeed, type Deed } from "@shared/deed";
