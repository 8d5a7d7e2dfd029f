# R's random numbers are computed from the seed
options(digits = 15)  # print all digits
set.seed(123)
cat("x", rnorm(3), "\n")
