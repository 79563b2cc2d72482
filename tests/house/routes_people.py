"""The addresses of people who come, move, are looked at and begin: the lines of `routes.TABLE` about them."""

TABLE = """\
GET    /request-access                                public
POST   /request-access                                public
GET    /account/records                               signed_in     401     in    in    in   in   in   in   in   in
POST   /account/records/{slug}                        signed_in     401     404   404   404  404  404  404  404  404
GET    /sites/{slug}/requests                         manage_people 401     403   403   in   404  403  403  403  in
POST   /sites/{slug}/requests/{code}/approval         manage_people 401     403   403   404  404  403  403  403  404
POST   /sites/{slug}/requests/{code}/refusal          manage_people 401     403   403   404  404  403  403  403  404
GET    /sites/{slug}/people/new                       manage_people 401     403   403   in   404  403  403  403  in
POST   /sites/{slug}/people/new                       manage_people 401     403   403   in   404  403  403  403  in
GET    /sites/{slug}/review                           manage_people 401     403   403   in   404  403  403  403  in
POST   /sites/{slug}/review                           manage_people 401     403   403   in   404  403  403  403  in
POST   /sites/{slug}/review/marks                     manage_people 401     403   403   in   404  403  403  403  in
POST   /sites/{slug}/review/closing                   manage_people 401     403   403   in   404  403  403  403  in
GET    /sites/{slug}/first-visit                      manage_people 401     403   403   in   404  403  403  403  in
POST   /sites/{slug}/first-visit                      manage_people 401     403   403   in   404  403  403  403  in
GET    /sites/{slug}/first-visit/card                 manage_people 401     403   403   in   404  403  403  403  in
POST   /sites/{slug}/first-visit/{step}               manage_people 401     403   403   in   404  403  403  403  in
GET    /sites/{slug}/transfers                        manage_people 401     403   403   in   404  403  403  403  in
POST   /sites/{slug}/transfers                        manage_people 401     403   403   in   404  403  403  403  in
GET    /sites/{slug}/former                           manage_people 401     403   403   in   404  403  403  403  in
"""
